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

/** Key names come again and again; lower-casing each anew is what would cost most here. */
const lowerCased = new Map<string, string>();
const MOST_NAMES = 10_000;

function lowerCase(name: string): string {
  const known = lowerCased.get(name);
  if (known !== undefined) return known;
  const lower = name.toLowerCase();
  if (lowerCased.size < MOST_NAMES && name.length <= 64) lowerCased.set(name, lower);
  return lower;
}

function isSecret(key: string, parent: string, item: unknown): boolean {
  if (item === null || item === '' || typeof item === 'boolean') return false;
  const name = lowerCase(key);
  if (SECRET_NAMES.has(name)) return typeof item !== 'object' || name !== 'secret';
  return name === 'value' && SECRET_VALUE_IN.has(lowerCase(parent));
}
