/** What was asked of a table, for costs. Units as DynamoDB counts them (4 KB read, 1 KB written). */
export interface Used {
  /** Calls of the API, without the SDK's own retries. */
  requests: number;
  readUnits: number;
  writeUnits: number;
  /** Items asked for by key or found by a query. */
  reads: number;
  /** Items written. */
  writes: number;
  deletes: number;
  /** Writes that were refused because somebody else was faster; they cost as much as the others, which is counted too. */
  conflicts: number;
  /** Pieces that could not be removed; the table's TTL may. */
  leftovers: number;
}

export function nothingUsed(): Used {
  return {
    requests: 0,
    readUnits: 0,
    writeUnits: 0,
    reads: 0,
    writes: 0,
    deletes: 0,
    conflicts: 0,
    leftovers: 0,
  };
}
