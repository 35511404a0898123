import type { Chance } from '../chance.ts';
import { DAY, HOUR, SECOND } from '../clock.ts';
import { type Call, isRead, type Logged, logged } from '../record.ts';
import { type Family, inPlace, type Raid } from './attack.ts';

/** How often it must make the read on a day, and how many records such an attack may come to. */
const LEAST = 4;
const MOST = 6000;

/** What the program always asks for, fifteen times as much of it as on other days. */
export const VOLUME_FAMILY: Family = {
  id: 'A8',
  title: 'Program reads fifteen times as much as usual',
  victim: ({ kind, id }) => kind === 'role' || (kind === 'user' && id.startsWith('user/program')),
  act(raid) {
    const { member, chance, day } = raid;
    const held = inPlace(raid);
    const own = ownReads(raid);
    const usual = commonest(own);
    if (held === undefined || usual.length < LEAST || own.length * 15 > MOST) return undefined;
    const wanted = Math.round(own.length * 15 + 50);
    const lasts = Math.min(wanted * 3 * SECOND, 5 * HOUR);
    const start = Math.min(held.start, raid.world.start + (day + 1) * DAY - lasts - HOUR);
    const log = Array.from({ length: wanted }, (_, i) =>
      logged(chance, held.actor, start + ((i + chance.next()) * lasts) / wanted, held.region, again(chance, usual)),
    );
    return { member, log };
  },
};

function ownReads({ member, day }: Raid): Logged[] {
  const log: Logged[] = [];
  for (const block of member.blocks(day))
    block.run((entry) => {
      const { account } = entry;
      const identity = entry.record['userIdentity'] as { type?: string };
      if (account === member.account.id && /^(AssumedRole|IAMUser)$/.test(identity.type ?? '')) log.push(entry);
    });
  return log;
}

/** Records of the read it makes most; what another service does for it is left out. */
function commonest(log: readonly Logged[]): readonly Logged[] {
  const reads = log.filter(
    ({ record }) =>
      isRead(String(record['eventName'])) &&
      !('errorCode' in record) &&
      !String(record['sourceIPAddress']).endsWith('.amazonaws.com'),
  );
  const kinds = [...Map.groupBy(reads, ({ record }) => `${record['eventSource']}:${record['eventName']}`).values()];
  return kinds.sort((a, b) => b.length - a.length)[0] ?? [];
}

function again(chance: Chance, usual: readonly Logged[]): Call {
  const { record } = chance.pick(usual);
  return {
    service: String(record['eventSource']).replace('.amazonaws.com', ''),
    name: String(record['eventName']),
    request: (record['requestParameters'] as Call['request']) ?? null,
  };
}
