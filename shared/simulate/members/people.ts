import type { Chance } from '../chance.ts';
import type { Tool } from '../clients.ts';
import type { Member } from '../member.ts';
import type { Task } from '../task.ts';
import type { World } from '../world.ts';
import { lifeOf } from './life.ts';
import type { Person } from './person.ts';
import { leaning, personasOf } from './persona.ts';
import { blocksOf, seatOf } from './sitting.ts';

const FIRST =
  'ada ben cleo dan eva finn gia hugo ines jon kim leo mia noah olga paul quinn rosa sam tara uma vic wes xena yuri zoe'.split(
    ' ',
  );
const LAST =
  'alder birch cedar dale elm fern glen heath iris jones koch lind marsh north oaks park reed stone thorn vale wren yates'.split(
    ' ',
  );

function makePerson(world: World, index: number, from: number): Person {
  const { habits, networks, tasks, accounts, days } = world;
  const chance = world.chance.fork(`person/${index}`);
  const { personas, weights } = personasOf(world);
  const persona = chance.weighted(personas, weights);
  const services = leaning(chance, persona);
  const leaves = chance.is(0.05) ? from + 20 + Math.floor(chance.next() * days) : Number.POSITIVE_INFINITY;
  const name = `${chance.pick(FIRST)}.${chance.pick(LAST)}${index > 20 ? index : ''}@${world.company}.example.com`;
  const home = persona.name === 'security' ? 2 : chance.weighted([0, 1, 2, 3], [5, 4, 0.3, 1.5]);
  const main = accounts[home] ?? accounts[0];
  const places = chance.some(accounts, chance.is(0.5) ? 2 : 1);
  return {
    id: `person/${index}`,
    name,
    persona,
    accounts: main === undefined ? places : [main, ...places.filter((one) => one !== main).slice(0, chance.int(0, 1))],
    from,
    until: leaves,
    zone: chance.is(0.8) ? habits.office : habits.office + chance.pick([-6, -3, 1, 3, 5]),
    startHour: chance.normal(habits.startHour, 0.8),
    presence: chance.between(0.45, 0.95),
    home: networks.home(chance),
    atHome: Math.min(1, Math.max(0, chance.normal(habits.remote, 0.25))),
    life: lifeOf(world, chance),
    browser: chance.weighted(['chrome', 'firefox', 'safari', 'edge'], [6, 2, 1.5, 1]),
    tool: chance.weighted<Tool>(
      ['cli', 'boto3', 'terraform', 'cdk'],
      persona.name === 'sre' ? [5, 1, 4, 0.5] : [5, 2, 1, 1],
    ),
    toolShare:
      persona.name === 'finance' ? 0 : chance.is(habits.console) ? chance.between(0, 0.35) : chance.between(0.35, 0.9),
    variant: chance.int(0, 20),
    rate: chance.lognormal(2.6 * habits.people, 0.5),
    services,
    core: coreOf(chance, services, tasks),
    region: main?.region ?? 'us-east-1',
    chance,
  };
}

/** What somebody does again and again: a few tasks of each of their first services. */
function coreOf(chance: Chance, services: readonly string[], tasks: World['tasks']): Task[] {
  return services.slice(0, 5).flatMap((service) => chance.some(tasks.get(service) ?? [], 3));
}

/** The people of an organisation, those who join later included. */
function peopleOf(world: World): Person[] {
  const { scale, days, habits, chance } = world;
  const own = chance.fork('joining');
  const staff = Math.max(8, Math.round(36 * scale));
  const joiners = Math.round((staff * habits.growth * days) / 60);
  return Array.from({ length: staff + joiners }, (_, i) =>
    makePerson(world, i, i < staff ? 0 : own.int(5, Math.max(5, days - 1))),
  );
}

export function peopleMembers(world: World): Member[] {
  return peopleOf(world).flatMap((person) =>
    person.accounts.map((account) => ({
      id: `${person.id}/${account.id}`,
      kind: 'person' as const,
      account,
      key: `${account.id}/sso/${person.persona.set}/${person.name}`,
      from: person.from,
      until: person.until,
      services: new Set(person.services.map((service) => service.replace(/\/.*/, ''))),
      rights: person.persona.rights,
      blocks: (day: number) => blocksOf(world, person, account, day),
      seat: (day: number) => seatOf(world, person, account, day),
    })),
  );
}
