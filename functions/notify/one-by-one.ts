/**
 * The same function, but a call begins when the one before it has ended, well or not: Slack takes one message a second in a channel, and the
 * first message of an incident must be there before its replies.
 */
export function oneByOne<T, R>(handle: (value: T) => Promise<R>): (value: T) => Promise<R> {
  let before: Promise<unknown> = Promise.resolve();
  return (value) => {
    const next = before.then(
      () => handle(value),
      () => handle(value),
    );
    before = next;
    return next;
  };
}
