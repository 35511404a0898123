import { Catalogue } from '../../shared/detections/catalogue.ts';
import { builtInCatalogue, detections, sequences } from '../../shared/detections/index.ts';
import { madeUpSigmaRules } from './sigma-rules.ts';

const FIFTY = 50;
const SIGMA_RULES = 3000;

/** The catalogue by name: `all` that ships, `fifty` detections picked evenly from it, or all with 3,000 Sigma rules. */
export function catalogueOf(name: string): Catalogue {
  if (name === 'all') return builtInCatalogue();
  if (name === 'sigma') {
    const own = madeUpSigmaRules(SIGMA_RULES);
    return new Catalogue([...detections, ...own.detections], [...sequences, ...own.sequences]);
  }
  if (name !== 'fifty') throw new Error(`no catalogue ${name}`);
  return new Catalogue(
    Array.from({ length: FIFTY }, (_, index) => detections[Math.floor((index * detections.length) / FIFTY)]).filter(
      (detection) => detection !== undefined,
    ),
    [],
  );
}
