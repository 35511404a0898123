/** The formats that API Gateway's console offers beside JSON, by how a line begins. */
const FORMATS: readonly (readonly [name: string, looks: RegExp])[] = [
  ['CLF', /^[\da-fA-F.:]{3,45} \S{1,256} \S{1,256} \[\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}\] ?"/],
  ['XML', /^\s{0,8}<request id="/],
  ['CSV', /^[\da-fA-F.:]{3,45},[^,\n]{0,256},[^,\n]{0,256},"?\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}/],
];

/** Why a text that is no JSON can't be read though it is an access log; undefined when it doesn't look like one. */
export function unreadableAccessLog(text: string): string | undefined {
  const name = FORMATS.find(([, looks]) => looks.test(text))?.[0];
  return name === undefined ? undefined : `access log in ${name}: only JSON can be read, see docs/access-logs.md`;
}
