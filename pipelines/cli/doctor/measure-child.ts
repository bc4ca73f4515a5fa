import { BACKENDS } from '../../../operators/tensor/backend.js';
import { measureHere } from './measure-backend.js';

const name = BACKENDS.find((backend) => backend === process.argv[2]);
if (name === undefined) throw new Error(`expected one of ${BACKENDS.join(', ')}`);
process.stdout.write(`${JSON.stringify(await measureHere(name))}\n`);
