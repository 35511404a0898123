import type { Chance } from './chance.ts';
import { type Operation, type Service, serviceOf } from './operations.ts';
import type { Call } from './record.ts';
import { ordinary, type Scene } from './request.ts';

/** One thing somebody sets out to do: the calls it takes, in order. New tasks are why new actions come together. */
export interface Task {
  readonly id: string;
  readonly service: string;
  calls(scene: Scene): readonly Call[];
}

export interface TaskStyle {
  /** How often a task changes something. */
  readonly writes: number;
  /** Mean number of reads of a task. */
  readonly reads: number;
}

/** The ordinary tasks of a service in one organisation: usual reads in most of them, now and then a write. */
export function tasksOf(chance: Chance, id: string, style: TaskStyle, count = 10): Task[] {
  const service = serviceOf(id);
  return Array.from({ length: count }, (_, i) => taskOf(chance.fork(`${id}/${i}`), service, i, style));
}

function taskOf(chance: Chance, service: Service, index: number, style: TaskStyle): Task {
  const wanted = 1 + Math.floor(chance.exponential(style.reads));
  const reads = service.reads.length === 0 ? [] : Array.from({ length: wanted }, () => chance.pickEarly(service.reads));
  const writes = service.writes.length > 0 && chance.is(style.writes);
  const changes = writes ? Array.from({ length: chance.int(1, 2) }, () => chance.pickEarly(service.writes)) : [];
  const steps = [...new Set<Operation>([...reads, ...changes])];
  return {
    id: `${service.id}/${index}`,
    service: service.id,
    // A step is left out now and then: what the last visit showed need not be asked again.
    calls: (scene) => steps.filter(() => scene.chance.is(0.88)).flatMap((step) => repeated(scene, step)),
  };
}

/** A page of a list follows the other, a thing of a list is opened after the other. */
function repeated(scene: Scene, step: Operation): Call[] {
  const times = step.write ? 1 : 1 + scene.chance.poisson(0.35);
  return Array.from({ length: times }, () => ordinary(step, scene));
}

export const task = (id: string, service: string, calls: (scene: Scene) => readonly Call[]): Task => ({
  id,
  service,
  calls,
});
