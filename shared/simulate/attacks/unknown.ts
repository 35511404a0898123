import { SERVICES } from '../operations.ts';
import { ordinary, type Scene } from '../request.ts';
import { abroad, type Deed, type Family, type Foothold, inOrder, inPlace, type Raid, sceneOf } from './attack.ts';
import { attackTool } from './recon.ts';

/** Techniques that no table knows: ordinary changes of a service that is not the victim's. */
function unknown(raid: Raid, held: Foothold | undefined): Deed | undefined {
  if (held === undefined) return undefined;
  const { chance, member } = raid;
  const strange = [...SERVICES.values()].filter(
    ({ id, writes }) => writes.length >= 3 && !member.services.has(id.replace(/\/.*/, '')),
  );
  const scene: Scene = sceneOf(raid, held);
  const writes = chance.some(chance.pick(strange).writes, 3);
  return {
    member,
    log: inOrder(
      chance,
      held,
      writes.map((write) => ordinary(write, scene)),
    ),
  };
}

const victim: Family['victim'] = ({ kind }) => kind === 'person' || kind === 'role' || kind === 'ci';

export const UNKNOWN_FAMILIES: readonly Family[] = [
  {
    id: 'U-inplace',
    title: 'Changes of a service never used, from the usual place',
    victim,
    act: (raid) => unknown(raid, inPlace(raid)),
  },
  {
    id: 'U-foreign',
    title: 'Changes of a service never used, from elsewhere',
    victim,
    act: (raid) => unknown(raid, abroad(raid, attackTool(raid.chance))),
  },
];
