import { existsSync, readFileSync } from 'node:fs';
import { GatetrailError, messageOf } from '../../errors.ts';

const DEFAULT_FILE = 'gatetrail.yml';

/** Which file configures this run: the one that is named, else gatetrail.yml of this folder, else none. */
export function configFile(named: string | undefined): string | undefined {
  return named ?? (existsSync(DEFAULT_FILE) ? DEFAULT_FILE : undefined);
}

/** The file's text. Throws `config` when it can't be read. */
export function configText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new GatetrailError('config', `--config ${path}: ${messageOf(error)}`, error);
  }
}
