/** Longest value that is kept as it is; beyond, a hash says which one it was. */
const MOST = 48;

/** Tools that name themselves behind the SDK they are built on. */
const TOOLS: readonly (readonly [pattern: RegExp, family: string])[] = [
  [/terraform\/(\d+)/i, 'terraform'],
  [/opentofu\/(\d+)/i, 'opentofu'],
  [/pulumi[^/]*\/(\d+)/i, 'pulumi'],
  [/aws-cdk[^/]*\/(\d+)/i, 'cdk'],
  [/aws-cli\/(\d+)/i, 'aws-cli'],
];
const BROWSER = /^Mozilla\/|^Opera\//;
const CONSOLE = /console\.amazonaws\.com|^signin\.amazonaws\.com|^\[?S3Console|AWSConsole|aws-internal\/.*console/i;

/**
 * The family of a user agent: tool and major version for command lines and SDKs, `browser` without any version (every release of
 * a browser would be news), the service for AWS's own.
 */
export function clientOf(userAgent: string): string {
  if (BROWSER.test(userAgent) || CONSOLE.test(userAgent)) return 'browser';
  for (const [pattern, family] of TOOLS) {
    const major = pattern.exec(userAgent)?.[1];
    if (major !== undefined) return `${family}/${major}`;
  }
  if (/\.amazonaws\.com$/.test(userAgent) || /^AWS Internal/i.test(userAgent)) return 'aws';
  const [, product = userAgent, major] = /^\[?([^\s/]+)(?:\/v?(\d+))?/.exec(userAgent) ?? [];
  const family = product.toLowerCase().slice(0, MOST);
  return major === undefined ? family : `${family}/${major}`;
}
