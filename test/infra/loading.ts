import { spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';

/** What the bundle says when it is loaded as Lambda does it; empty: it is ready. */
export async function loading(file: string, variables: Readonly<Record<string, string>>): Promise<string> {
  const script = `await import(${JSON.stringify(pathToFileURL(file).href)}); process.exit(0);`;
  const env = { PATH: process.env['PATH'] ?? '', AWS_REGION: 'us-east-1', ...variables };
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { env });
  let said = '';
  child.stderr.on('data', (text) => {
    said += String(text);
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code === 0) return '';
  // Node shows the line of code too, and a bundle's are long.
  return said.split('\n').find((line) => /^\w*(Error| \[\w+\]):/.test(line)) ?? `ended with ${code}`;
}
