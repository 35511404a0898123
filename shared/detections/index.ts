import { detections } from './all.ts';
import { Catalogue } from './catalogue.ts';
import { sequences } from './sequences/index.ts';

export { detections, sequences };

/** The detections and sequences that ship, indexed. */
export function builtInCatalogue(): Catalogue {
  return new Catalogue(detections, sequences);
}
