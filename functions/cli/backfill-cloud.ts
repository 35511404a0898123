import { setTimeout as pause } from 'node:timers/promises';
import { s3Client } from '../../shared/adapters/aws/clients/s3.ts';
import { sfnClient } from '../../shared/adapters/aws/clients/sfn.ts';
import { listS3 } from '../../shared/adapters/aws/s3-list.ts';
import { writeJson } from '../../shared/adapters/aws/s3-write.ts';
import { StateMachine } from '../../shared/adapters/aws/state-machine.ts';
import { tableDocuments } from '../../shared/adapters/aws/table-documents.ts';
import type { BackfillCloud, BackfillOptions } from './backfill-options.ts';
import { usesPathStyle } from './cloud-inputs.ts';

const LOOK_EVERY_MS = 10_000;

/** AWS as the credentials of whoever runs the command see it. */
export function backfillCloud({ table, stateMachine }: BackfillOptions): BackfillCloud {
  const s3 = s3Client({ pathStyle: usesPathStyle() });
  return {
    list: async (url, scope) => (await listS3(s3, url, scope)).objects,
    write: (bucket, key, value) => writeJson(s3, { bucket, key }, value),
    documents: tableDocuments(table, Date.now),
    machine: new StateMachine(sfnClient(), stateMachine),
    now: Date.now,
    pause: () => pause(LOOK_EVERY_MS),
  };
}
