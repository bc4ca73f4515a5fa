import { BACKENDS } from '../../../operators/tensor/select-backend.js';
import { measureBackend } from './measure-backend.js';

const name = BACKENDS.find((backend) => backend === process.argv[2]);
if (name === undefined) throw new Error(`expected one of ${BACKENDS.join(', ')}`);
process.stdout.write(`${JSON.stringify(await measureBackend(name))}\n`);
