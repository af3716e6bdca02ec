#!/usr/bin/env node
// The launcher: what must run before anything is loaded. CommonJS (package.json beside it), which Node starts sooner, and in old words, so that
// a Node too old for the tutor can still parse it and say so.
var OLDEST = [20, 19];
var found = process.versions.node.split('.').map(Number);
var args = process.argv.slice(2);

if (found[0] < OLDEST[0] || (found[0] === OLDEST[0] && found[1] < OLDEST[1])) {
  process.stderr.write(
    'htmx-realtime-tutor needs Node ' +
      OLDEST.join('.') +
      ' or later; this is Node ' +
      process.versions.node +
      '.\n' +
      'Install a newer Node, then try again.\n',
  );
  process.exitCode = 3;
} else {
  launch(require('fs'));
}

function launch(fs) {
  // npm starts the launcher through a link.
  var root = fs.realpathSync(process.argv[1]).replace(/[/\\]bin[/\\][^/\\]*$/, '');
  if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
    process.stdout.write(JSON.parse(fs.readFileSync(root + '/package.json', 'utf8')).version + '\n');
  } else if (fs.existsSync(root + '/dist/cli-start.cjs')) {
    require('../dist/cli-start.cjs').main(args);
  } else {
    process.stderr.write(
      'htmx-realtime-tutor is not built yet.\nRun `npm run build` in ' + root + ', then try again.\n',
    );
    process.exitCode = 3;
  }
}
