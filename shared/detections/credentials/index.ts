import type { Detection } from '../define.ts';
import apiKeyRead from './apigw-api-key-read.ts';
import apiKeysDumped from './apigw-api-keys-dumped.ts';
import accessKeyCreated from './cred-access-key-created.ts';
import attackTool from './cred-attack-tool.ts';
import otherCredentials from './cred-other-credentials.ts';
import reconBurst from './cred-recon-burst.ts';
import quarantineAttached from './iam-quarantine-attached.ts';
import secretReadBurst from './secret-read-burst.ts';
import secretSsmDecrypt from './secret-ssm-decrypt.ts';
import sessionTokenFirst from './sts-session-token-first.ts';
import sessionTokenMisuse from './sts-session-token-misuse.ts';

/** One line a detection. */
export const credentials: readonly Detection[] = [
  apiKeyRead,
  apiKeysDumped,
  accessKeyCreated,
  attackTool,
  otherCredentials,
  reconBurst,
  quarantineAttached,
  secretReadBurst,
  secretSsmDecrypt,
  sessionTokenFirst,
  sessionTokenMisuse,
];
