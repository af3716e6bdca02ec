import type { Typo } from '../../model/facts/server.ts';
import type { Evidence } from '../../model/finding.ts';
import { inline } from '../visible.ts';
import { placeWords } from './place-words.ts';

/** How to correct a line whose error is about a name: catching it would hide it. Undefined: the error is about something else. */
export function typoFix(typo: Typo | undefined, { where }: Evidence): string | undefined {
  if (typo === undefined) return undefined;
  const place = where?.[0];
  const at = placeWords(place);
  const wrote = inline(typo.wrote ?? '');
  switch (typo.kind) {
    case 'constant': {
      const line =
        typo.declared === undefined || place === undefined
          ? ''
          : `In ${placeWords({ file: place.file, line: typo.declared })} `;
      return typo.wrote === undefined
        ? `Declare the variable that ${at} assigns with \`let\` instead of \`const\`: only then it can get another value.`
        : `${line === '' ? 'Write' : `${line}write`} \`let ${wrote}\` instead of \`const ${wrote}\`: only then it can get another value.`;
    }
    case 'member':
      return typo.meant === undefined
        ? `Correct the call in ${at}: \`${inline(typo.object)}\` has no function \`${wrote}\`.`
        : `In ${at} write \`${inline(typo.meant)}\` instead of \`${wrote}\`.`;
    case 'type':
      return `Look at what \`${inline(typo.object)}\` is in ${at}, with \`console.log(${inline(typo.object)})\` before it: its value has no function \`${wrote}\`, so it is something else than the line expects, such as an object in place of a text.`;
    case 'object':
      return `In ${at} write \`${inline(typo.meant)}.${inline(typo.member)}\` instead of \`${wrote}.${inline(typo.member)}\`: \`${wrote}\` has no such function.`;
    case 'call':
      return `Correct the call in ${at}: the value of \`${wrote}\` there cannot be called. Another variable may have the same name.`;
    case 'scope':
      return `Move what uses \`${wrote}\` in ${at} into the function where \`${wrote}\` is declared, which is in line ${typo.declared}, or pass it on as an argument.`;
    case 'client':
      return `Write \`${inline(typo.server)}.on('connection', (${wrote}) => {\` before ${at}, and \`});\` after all that uses \`${wrote}\`: only this listener gets the client that \`${wrote}\` names.`;
    case 'name':
      return typo.meant === undefined
        ? `Correct the name \`${wrote}\` in ${at}, or declare it: nothing with that name exists at this line.`
        : `In ${at} write \`${inline(typo.meant)}\` instead of \`${wrote}\`.`;
  }
}
