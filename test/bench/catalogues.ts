import { Catalogue } from '../../shared/detections/catalogue.ts';
import { builtInCatalogue, detections } from '../../shared/detections/index.ts';

const FIFTY = 50;

/** The catalogue by name: `all` that ships, or `fifty` detections picked evenly from it. */
export function catalogueOf(name: string): Catalogue {
  if (name === 'all') return builtInCatalogue();
  if (name !== 'fifty') throw new Error(`no catalogue ${name}`);
  return new Catalogue(
    Array.from({ length: FIFTY }, (_, index) => detections[Math.floor((index * detections.length) / FIFTY)]).filter(
      (detection) => detection !== undefined,
    ),
    [],
  );
}
