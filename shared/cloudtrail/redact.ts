/**
 * Takes secrets out of what the log holds before anything is kept, stored or sent (quirk 26: STS responses carry
 * session tokens in clear; CreateApiKey, CreateLoginProfile and many others carry the secret they set).
 * Access key ids stay: they name a credential, they don't open anything, and a responder needs them.
 */
const REDACTED = '[redacted]';

// biome-ignore format: a word list reads best as a block
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
);

/** Where a plain `value` is a secret: the parent object's name, or `service:operation` for the top level. */
const SECRET_VALUE_IN = new Set([
  'createapikeyinput',
  'apigateway:createapikey',
  'apigateway:getapikey',
  'apigateway:updateapikey',
  'apikeys',
  'ssm:putparameter',
]);

const SETTINGS_TOO = new Set(['secret', 'authorization']);

const JWT = /eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g;
const MAX_DEPTH = 64;

/**
 * The value without secrets: a copy where something had to go, else itself. `parent` is the name of what holds it,
 * `service:operation` at the top level. Detections read redacted fields of many events, so nothing is copied in vain.
 */
export function redact(value: unknown, parent: string, depth = 0): unknown {
  if (typeof value === 'string') return value.includes('eyJ') ? value.replace(JWT, REDACTED) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MAX_DEPTH) return REDACTED;
  if (Array.isArray(value)) return redactList(value, parent, depth);
  let copy: Record<string, unknown> | undefined;
  for (const key of Object.keys(value)) {
    const item = (value as Record<string, unknown>)[key];
    const kept = isSecret(key, parent, item) ? REDACTED : redact(item, key, depth + 1);
    if (kept === item) continue;
    copy ??= Object.assign(Object.create(null) as Record<string, unknown>, value);
    copy[key] = kept;
  }
  return copy ?? value;
}

function redactList(list: readonly unknown[], parent: string, depth: number): readonly unknown[] {
  const kept = list.map((item) => redact(item, parent, depth + 1));
  return kept.every((item, index) => item === list[index]) ? list : kept;
}

/** Key names come again and again, as `clientSecret`, `client_secret` or `client-secret`; working each out anew is what would cost most here. */
const plainNames = new Map<string, string>();
const MOST_NAMES = 10_000;
const SEPARATORS = /[_-]/g;

function plainName(name: string): string {
  const known = plainNames.get(name);
  if (known !== undefined) return known;
  const plain = name.toLowerCase().replaceAll(SEPARATORS, '');
  if (plainNames.size < MOST_NAMES && name.length <= 64) plainNames.set(name, plain);
  return plain;
}

function isSecret(key: string, parent: string, item: unknown): boolean {
  if (item === null || item === '' || typeof item === 'boolean') return false;
  const name = plainName(key);
  if (!SECRET_NAMES.has(name)) return name === 'value' && SECRET_VALUE_IN.has(plainName(parent));
  // An object of these names holds settings; and Cognito's units say how long a token lives, not what it is.
  if (typeof item === 'object' && SETTINGS_TOO.has(name)) return false;
  return plainName(parent) !== 'tokenvalidityunits';
}
