import { render } from 'preact';
import { App } from './app.js';
import { listen } from './listen.js';
import { begin } from './open.js';

const root = document.getElementById('page');
if (root !== null) render(<App />, root);
void begin();
listen();
