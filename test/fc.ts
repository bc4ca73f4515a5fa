import fc from 'fast-check';

// A gate that draws other cases every time fails for others than those who made the mistake. By hand the cases are new in every run.
if (process.env['CI'] !== undefined) fc.configureGlobal({ seed: 20_240_612 });

export { fc };
