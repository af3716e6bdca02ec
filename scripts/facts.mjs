// Writes docs/facts.md: the facts of each code, from the types in src/model/facts/, src/chapter/facts.ts and src/labs/*/facts.ts.
//   npm run facts
import { parseSync } from 'oxc-parser';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
export const FACTS_FILE = path.join(root, 'docs', 'facts.md');

const FACTS = [
  ...readdirSync(path.join(root, 'src/model/facts'))
    .toSorted()
    .map((name) => `src/model/facts/${name}`),
  'src/chapter/facts.ts',
  ...readdirSync(path.join(root, 'src/labs'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `src/labs/${name}/facts.ts`)
    // What all labs share has no codes.
    .filter((file) => existsSync(path.join(root, file)))
    .toSorted(),
];
/** Where the types are that facts refer to. */
const SHAPES = [
  ...FACTS,
  ...readdirSync(path.join(root, 'src/model'))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `src/model/${name}`),
];

const INTRODUCTION = `# The facts of each code

Written by \`npm run facts\` from the types in the source: do not edit it.

What \`check --json\` has in \`facts\` of a finding, by its code. Types are written as in TypeScript; a name that begins with a capital is
[below](#shapes). A fact with \`?\`, or whose type allows \`undefined\`, may be missing. Lengths of time are in milliseconds.
`;

/**
 * The codes with their facts.
 * @returns {{ code: string, title: string, note: string, type: string, names: string[] }[]} in the order of the sources. `title`: what the
 *   interface says of itself; `names`: of all facts that the code can have, those of a named shape not among them
 */
export function factsOfCodes() {
  return FACTS.flatMap((file) => {
    const source = sourceOf(file);
    return interfacesOf(source).flatMap(({ body, start }) =>
      body.body
        .filter(({ type, key }) => type === 'TSPropertySignature' && key.type === 'Literal')
        .map(({ key, typeAnnotation, start: at }) => ({
          code: key.value,
          title: noteBefore(source, start),
          note: noteBefore(source, at),
          type: flat(source.text.slice(typeAnnotation.typeAnnotation.start, typeAnnotation.typeAnnotation.end)),
          names: namesIn(typeAnnotation.typeAnnotation, source),
        })),
    );
  });
}

/** @returns {string} the text of docs/facts.md */
export function factsPage() {
  const codes = factsOfCodes();
  const titles = [...new Set(codes.map(({ title }) => title))];
  const tables = titles.map((title) => {
    const rows = codes
      .filter((one) => one.title === title)
      .map(({ code, type, note }) => `| \`${code}\` | ${typeCell(type)} | ${cell(note)} |`);
    return `## ${title.replace(/\.$/, '')}\n\n| code | facts | notes |\n|---|---|---|\n${rows.join('\n')}\n`;
  });
  return [INTRODUCTION, ...tables, `## Shapes\n\n${shapes(codes.map(({ type }) => type)).join('\n\n')}\n`].join('\n');
}

/** The definitions of the types that these types name, and of those that they name in turn. */
function shapes(types) {
  const definitions = new Map(SHAPES.flatMap((file) => definitionsIn(sourceOf(file))));
  const wanted = new Set();
  const want = (text) => {
    for (const [name] of text.matchAll(/(?<!['"\w`/-])[A-Z]\w+/g)) {
      if (wanted.has(name) || !definitions.has(name)) continue;
      wanted.add(name);
      want(definitions.get(name).replaceAll(/\/\*\*[^]*?\*\//g, ''));
    }
  };
  types.forEach((type) => want(type));
  return [...wanted]
    .map(String)
    .toSorted()
    .map((name) => `### ${name}\n\n\`\`\`ts\n${definitions.get(name)}\n\`\`\``);
}

function definitionsIn(source) {
  return source.program.body.flatMap((statement) => {
    const declaration = statement.declaration ?? statement;
    const isType = ['TSTypeAliasDeclaration', 'TSInterfaceDeclaration'].includes(declaration.type);
    if (!isType || declaration.id.name.endsWith('Facts')) return [];
    const text = source.text.slice(declaration.start, declaration.end);
    const note = noteBefore(source, statement.start);
    return [[declaration.id.name, `${note === '' ? '' : `// ${note}\n`}${text.replaceAll('readonly ', '')}`]];
  });
}

function sourceOf(file) {
  const text = readFileSync(path.join(root, file), 'utf8');
  const { program, comments, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file} does not parse: ${errors[0].message}`);
  return { file, text, program, comments };
}

function interfacesOf({ program }) {
  return program.body.flatMap((statement) => {
    const declaration = statement.declaration ?? statement;
    return declaration.type === 'TSInterfaceDeclaration' ? [{ body: declaration.body, start: statement.start }] : [];
  });
}

/** The comment that ends right before this place, in one line; '' where none does. */
function noteBefore({ text, comments }, at) {
  const comment = comments.findLast(({ end }) => end <= at && text.slice(end, at).trim() === '');
  return comment === undefined ? '' : flat(comment.value.replaceAll(/^\s*\*+ ?/gm, ''));
}

function flat(text) {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** Names of the members of a type, of all its variants. */
function namesIn(type, source) {
  if (type.type === 'TSUnionType') return [...new Set(type.types.flatMap((one) => namesIn(one, source)))];
  if (type.type === 'TSIntersectionType')
    return [...new Set(type.types.flatMap((one) => [...namesIn(one, source), ...namesOfInterface(one, source)]))];
  if (type.type === 'TSTypeLiteral') return type.members.map(({ key }) => key.name ?? key.value);
  return [];
}

/** What an interface of the same file that the facts of several codes share has. */
function namesOfInterface({ typeName }, { program }) {
  const shared = program.body.find(({ type, id }) => type === 'TSInterfaceDeclaration' && id.name === typeName?.name);
  return shared?.body.body.map(({ key }) => key.name ?? key.value) ?? [];
}

function typeCell(type) {
  if (type === 'Record<never, never>') return 'none';
  const readable = type
    .replaceAll(/\/\*\*.*?\*\/ ?/g, '')
    .replaceAll('readonly ', '')
    .replaceAll(/^\| /g, '')
    .replaceAll('; }', ' }');
  return `\`${readable.replaceAll('|', String.raw`\|`)}\``;
}

function cell(text) {
  return text.replaceAll('|', String.raw`\|`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(FACTS_FILE, factsPage());
