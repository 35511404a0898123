/**
 * Which principals a person means: the key itself, else keys that end so (`role/deploy` is not `role/deploy-prod`), else those
 * that hold the text, whatever its case.
 */
export function matchingKeys(keys: readonly string[], wanted: string): string[] {
  if (keys.includes(wanted)) return [wanted];
  const part = wanted.toLowerCase();
  const ending = keys.filter((key) => key.toLowerCase().endsWith(`/${part}`));
  return ending.length > 0 ? ending : keys.filter((key) => key.toLowerCase().includes(part));
}
