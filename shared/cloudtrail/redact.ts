/**
 * Takes secrets out of what the log holds before anything is kept, stored or sent (quirk 26: STS responses carry
 * session tokens in clear; CreateApiKey, CreateLoginProfile and many others carry the secret they set).
 * Access key ids stay: they name a credential, they don't open anything, and a responder needs them.
 */
export const REDACTED = '[redacted]';

const SECRET_NAMES = new Set(
  [
    'sessionToken', 'secretAccessKey', 'secretKey', 'password', 'newPassword', 'oldPassword', 'masterUserPassword',
    'temporaryPassword', 'previousPassword', 'proposedPassword', 'secretString', 'secretBinary', 'secret', 'clientSecret',
    'clientSecretValue', 'accessToken', 'refreshToken', 'idToken', 'authorization', 'privateKey', 'certificatePrivateKey',
    'webIdentityToken', 'samlAssertion', 'samlAssertionDocument', 'deviceCode', 'signinToken', 'authorizationCode',
    'serviceSpecificCredentialSecret', 'servicePassword', 'tokenCode', 'authenticationCode1', 'authenticationCode2',
    'passwordData', 'plaintext', 'plaintextKey', 'privateKeyPlaintext', 'keyMaterial', 'credentialSecret', 'bearerToken',
    'apiKeyValue', 'delegationToken', 'base32StringSeed', 'qrCodePng', 'userPoolClientSecret',
  ].map((name) => name.toLowerCase()),
); // biome-ignore format: a word list reads best as a block

/** Where a plain `value` is a secret: the parent object's name, or `service:operation` for the top level. */
const SECRET_VALUE_IN = new Set([
  'createapikeyinput',
  'apigateway:createapikey',
  'apigateway:getapikey',
  'apigateway:updateapikey',
  'apikeys',
  'ssm:putparameter',
]);

const JWT = /eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g;
const MAX_DEPTH = 64;

/** A copy without secrets. `parent` is the name of what holds the value: `service:operation` at the top level. */
export function redact(value: unknown, parent: string, depth = 0): unknown {
  if (typeof value === 'string') return value.includes('eyJ') ? value.replace(JWT, REDACTED) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MAX_DEPTH) return REDACTED;
  if (Array.isArray(value)) return value.map((item) => redact(item, parent, depth + 1));
  const copy: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [key, item] of Object.entries(value))
    copy[key] = isSecret(key, parent, item) ? REDACTED : redact(item, key.toLowerCase(), depth + 1);
  return copy;
}

function isSecret(key: string, parent: string, item: unknown): boolean {
  if (item === null || item === '' || typeof item === 'boolean') return false;
  const name = key.toLowerCase();
  if (SECRET_NAMES.has(name)) return typeof item !== 'object' || name !== 'secret';
  return name === 'value' && SECRET_VALUE_IN.has(parent);
}
