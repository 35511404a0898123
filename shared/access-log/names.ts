/**
 * The fields of an access log that are read, by our names, each with the other spellings that formats in use have: lower-case,
 * without dots, dashes, underscores and `$context` (`identity.sourceIp`, `source_ip` and `$context.identity.sourceIp` are told
 * alike). The value of an API key (`identity.apiKey`), certificates, query strings and headers are on no list: they are dropped.
 */
const SPELLINGS = {
  userAgent: ['identityuseragent', 'agent'],
  path: ['requestpath', 'uri'],
  domainName: ['domain', 'host'],
  requestId: ['reqid', 'awsrequestid'],
  httpMethod: ['method', 'requestmethod', 'verb'],
  accountId: ['ownerid', 'awsaccountid'],
  region: ['awsregion'],
  apiId: ['restapiid', 'httpapiid', 'websocketapiid'],
  stage: ['stagename', 'deploymentstage'],
  resourcePath: ['resource'],
  routeKey: ['route'],
  protocol: [],
  status: ['statuscode', 'httpstatus', 'responsestatus'],
  responseLength: ['responsesize', 'responsebytes', 'bytes'],
  responseType: ['errorresponsetype'],
  errorMessage: ['errormessagestring'],
  sourceIp: ['ip', 'identitysourceip', 'identityip', 'clientip', 'sourceipaddress', 'remoteaddr', 'remoteip'],
  apiKeyId: ['identityapikeyid'],
  userArn: ['identityuserarn', 'calleruserarn'],
  caller: ['identitycaller'],
  callerAccountId: ['identityaccountid', 'calleraccount'],
  principalOrgId: ['identityprincipalorgid', 'orgid'],
  cognitoIdentityId: ['identitycognitoidentityid'],
  certSubject: ['identityclientcertsubjectdn', 'clientcertsubjectdn', 'subjectdn'],
  certSerial: ['identityclientcertserialnumber', 'clientcertserialnumber', 'serialnumber'],
  principalId: ['authorizerprincipalid', 'user', 'username', 'identityuser'],
  sub: ['authorizerclaimssub', 'claimssub', 'jwtsub'],
  authorizerError: [],
  authorizerStatus: [],
  authorizeError: [],
  authorizeStatus: [],
  authenticateError: [],
  authenticateStatus: [],
  wafResponseCode: [],
  wafStatus: [],
  wafError: [],
  webaclArn: [],
  integrationStatus: ['integrationintegrationstatus'],
  integrationError: ['integrationerrormessage'],
  basePath: ['customdomainbasepathmatched', 'basepathmatched'],
  requestTimeEpoch: ['epoch', 'timeepoch'],
  requestTime: ['time', 'timestamp', 'datetime', 'date'],
  extendedRequestId: ['xamzapigwid'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Name = keyof typeof SPELLINGS;
const NAMES = Object.keys(SPELLINGS) as Name[];

const BY_SPELLING: ReadonlyMap<string, { readonly name: Name; readonly rank: number }> = new Map(
  NAMES.flatMap((name) =>
    [name.toLowerCase(), ...SPELLINGS[name]].map((spelling, rank) => [spelling, { name, rank }] as const),
  ),
);

/** Longest key that may be a name of ours; logs are hostile. */
export const LONGEST_KEY = 64;

/** The field that a key of a log line stands for, and how good a spelling it is (0: ours); undefined for any other key. */
export function nameOfKey(key: string): { readonly name: Name; readonly rank: number } | undefined {
  if (key.length > LONGEST_KEY) return undefined;
  const plain = key.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
  return BY_SPELLING.get(plain.startsWith('context') ? plain.slice('context'.length) : plain);
}
