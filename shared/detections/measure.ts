/** What a count comes to, when it is not how many different values there were: of the numbers that its values begin with. */
export interface Measure {
  readonly kind: 'sum' | 'average' | 'median' | 'percentile' | 'least' | 'greatest';
  /** 1 to 100, for `percentile`. */
  readonly percentile?: number | undefined;
}

/** What a count of people's own rules may ask beyond `atLeast`. */
export interface CountLimits {
  /** In place of `atLeast`: whether the number is to be told. Asked at every event; told each time it becomes true. */
  readonly holds?: ((number: number) => boolean) | undefined;
  /** The values are `NUMBER ID`, and this is made of the numbers; absent: how many different values there are. */
  readonly measure?: Measure | undefined;
  /** How many values are told apart, where the usual 64 a minute are too few for the threshold. */
  readonly most?: number | undefined;
}
