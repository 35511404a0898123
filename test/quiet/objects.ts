import { type Act, call } from './acts.ts';

/** A data event of an object. */
export const object = (name: string, key: string): Act => objectIn('example-exports', name, key);
const objectIn = (bucketName: string, name: string, key: string): Act =>
  call(
    `s3:${name}`,
    { bucketName, key },
    { also: { managementEvent: false, eventCategory: 'Data', readOnly: name === 'GetObject' } },
  );

/** A release of the web site: new files come, old ones go. */
export const site = (day: number): Act[] => [
  ...Array.from({ length: 20 }, (_, index) => objectIn('example-web-assets', 'PutObject', `app/${day}-${index}.js`)),
  ...Array.from({ length: 15 }, (_, index) =>
    objectIn('example-web-assets', 'DeleteObject', `app/${day - 1}-${index}.js`),
  ),
];
