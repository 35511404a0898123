import { existsSync } from 'node:fs';
import { profileKey, summaryKey } from '../../behaviour/learn.ts';
import { GatetrailError } from '../../errors.ts';
import { SqliteStateStore } from './sqlite-state-store.ts';

/** The state that an earlier replay kept in a file, to be read by people. */
export class KeptState {
  readonly store: SqliteStateStore;

  private constructor(file: string) {
    this.store = new SqliteStateStore(file);
  }

  /** Undefined when there is no such file: opening it would make one. Throws `config` when it is no state of Gatetrail. */
  static open(file: string): KeptState | undefined {
    if (file === 'memory' || /^\w+:(?![\\/])/.test(file))
      throw new GatetrailError('usage', `--store ${file}: expected the FILE.sqlite that a replay kept its state in`);
    return existsSync(file) ? new KeptState(file) : undefined;
  }

  /** Keys of all principals whose behaviour was learnt. */
  principals(): string[] {
    const none = profileKey('');
    return this.store.keys(none).map((key) => key.slice(none.length));
  }

  /** The last UTC day that was learnt; undefined: none. */
  lastDay(): number | undefined {
    const none = summaryKey(0).slice(0, -1);
    const days = this.store.keys(none).map((key) => Number(key.slice(none.length)));
    return days.length === 0 ? undefined : Math.max(...days);
  }

  close(): Promise<void> {
    return this.store.close();
  }
}
