import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { translated } from './aws-error.ts';

/** The account that the credentials are of. Needs no permission. Throws `config` without credentials, `transient` without an answer. */
export async function callerAccount(client: STSClient): Promise<string> {
  try {
    return (await client.send(new GetCallerIdentityCommand({}))).Account ?? '';
  } catch (error) {
    throw translated(error, 'AWS does not say whose credentials these are', 'sts:GetCallerIdentity');
  }
}
