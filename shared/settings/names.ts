/** A function's name from its name, ARN or partial ARN, without version or alias. */
export function functionName(nameOrArn: string | undefined): string | undefined {
  return nameOrArn?.replace(/^(arn:[\w-]+:lambda:[\w-]*:)?(\d{12}:)?(function:)?/, '').split(':')[0];
}

/** A trail's name from its name or ARN. */
export function trailName(nameOrArn: string | undefined): string | undefined {
  return nameOrArn?.slice(nameOrArn.lastIndexOf('/') + 1);
}
