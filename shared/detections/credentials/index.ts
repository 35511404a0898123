import type { Detection } from '../define.ts';
import keyNewCountry from './al-key-new-country.ts';
import keyShared from './al-key-shared.ts';
import apiKeyPacu from './apigw-api-key-pacu.ts';
import apiKeyRead from './apigw-api-key-read.ts';
import apiKeySprayRegions from './apigw-api-key-spray-regions.ts';
import apiKeysDumped from './apigw-api-keys-dumped.ts';
import apisManyRegions from './apigw-apis-many-regions.ts';
import ipRotationProxy from './apigw-ip-rotation-proxy.ts';
import apiReconBurst from './apigw-recon-burst.ts';
import staticKeyChange from './apigw-root-or-static-key-change.ts';
import accessKeyCreated from './cred-access-key-created.ts';
import attackTool from './cred-attack-tool.ts';
import credEc2RoleOutside from './cred-ec2-role-outside.ts';
import credKeyNewNetwork from './cred-key-new-network.ts';
import credKeyReactivated from './cred-key-reactivated.ts';
import credLambdaRoleOutside from './cred-lambda-role-outside.ts';
import otherCredentials from './cred-other-credentials.ts';
import reconBurst from './cred-recon-burst.ts';
import credSessionManyIps from './cred-session-many-ips.ts';
import credStaticKeyInApp from './cred-static-key-in-app.ts';
import quarantineAttached from './iam-quarantine-attached.ts';
import iamQuarantineDetached from './iam-quarantine-detached.ts';
import secretReadBurst from './secret-read-burst.ts';
import secretSsmDecrypt from './secret-ssm-decrypt.ts';
import signinFederationTokenConsole from './signin-federation-token-console.ts';
import sessionTokenFirst from './sts-session-token-first.ts';
import sessionTokenMisuse from './sts-session-token-misuse.ts';

/** One line a detection. */
export const credentials: readonly Detection[] = [
  keyNewCountry,
  keyShared,
  apiKeyPacu,
  apiKeyRead,
  apiKeySprayRegions,
  apiKeysDumped,
  apisManyRegions,
  ipRotationProxy,
  apiReconBurst,
  staticKeyChange,
  accessKeyCreated,
  attackTool,
  credEc2RoleOutside,
  credKeyNewNetwork,
  credKeyReactivated,
  credLambdaRoleOutside,
  otherCredentials,
  reconBurst,
  credSessionManyIps,
  credStaticKeyInApp,
  quarantineAttached,
  iamQuarantineDetached,
  secretReadBurst,
  secretSsmDecrypt,
  signinFederationTokenConsole,
  sessionTokenFirst,
  sessionTokenMisuse,
];
