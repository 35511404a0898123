/** `node shared/sample/generate.ts [folder]`: writes the sample logs, to shared/sample/logs unless told otherwise. */
import { fileURLToPath } from 'node:url';
import { sampleFiles } from './sample.ts';
import { writeFiles } from './write.ts';

const folder = process.argv[2] ?? fileURLToPath(new URL('./logs', import.meta.url));
const files = sampleFiles();
const bytes = writeFiles(folder, files);
const records = files.reduce((sum, file) => sum + file.records.length, 0);
process.stdout.write(`${records} records in ${files.length} files, ${bytes} bytes, under ${folder}\n`);
