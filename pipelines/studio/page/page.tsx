import { render } from 'preact';
import { App } from './app.js';
import { begin } from './open.js';

const root = document.getElementById('page');
if (root !== null) render(<App />, root);
void begin();
