import type { CoachEvent } from '../model/coach-event.ts';
import type { Obstacle, WeatherState } from '../model/weather.ts';

type WeatherTold = CoachEvent & { readonly type: 'weather' };
type InsertionTold = CoachEvent & { readonly type: 'insertion' };

/** Says that the person did it, so that nobody looks for the cause in the server. */
export function weatherWords(event: WeatherTold): string {
  return `bad weather: ${changeWords(event)}`;
}

export function insertionWords({ of, text, event, state }: InsertionTold): string {
  const what = of === 'socket' ? 'a message' : `an event ${event}`;
  if (typeof state !== 'string') return `${what} could not be sent into the page: ${obstacleWords(state.not, of)}`;
  const words: Record<Extract<WeatherState, string>, string> = {
    waiting: `${what} waits for its turn: ${text}`,
    done: `you send ${what} into the page: ${text}`,
    over: `you send ${what} into the page: ${text}`,
    lost: `${what} was not sent into the page: the connection ended first`,
  };
  return words[state];
}

function changeWords({ of, weather, state }: WeatherTold): string {
  const one = of === 'socket' ? 'message' : 'event';
  const name = of === 'socket' ? 'WebSocket' : 'event stream';
  if (typeof state !== 'string') return `the ${name} stays as it is, because ${obstacleWords(state.not, of)}`;
  if (state === 'lost') return `the ${name} ended before the next ${one} came`;
  switch (weather.type) {
    case 'cut':
      if (of === 'stream') return 'the event stream was cut';
      return weather.code === 1006
        ? 'the WebSocket was cut without a close frame (1006)'
        : `the WebSocket was cut with close code ${weather.code}`;
    case 'drop':
      return state === 'waiting' ? `the next ${one} will be dropped` : `the next ${one} was dropped`;
    case 'duplicate':
      return state === 'waiting' ? `the next ${one} will come twice` : `the next ${one} comes twice`;
    case 'delay':
      if (state === 'over') return `what was held goes on`;
      return state === 'waiting'
        ? `the next ${one} will be ${seconds(weather.ms)} late`
        : `the next ${one} is held for ${seconds(weather.ms)}, and what follows it`;
    case 'freeze':
      return `the ${name} is frozen: nothing goes through, and nothing is closed`;
    case 'thaw':
      return `the ${name} goes on`;
  }
}

function seconds(ms: number): string {
  return `${ms / 1000} s`;
}

function obstacleWords(obstacle: Obstacle, of: 'socket' | 'stream'): string {
  const words: Record<Obstacle, string> = {
    closing: 'the connection is being closed',
    length: 'your server says in Content-Length how long the stream is, and another length would break it',
    compressed: 'your server compresses the stream, so its events cannot be told apart',
    'too-large':
      of === 'socket'
        ? 'a message is too large to be unpacked here, and those after it need it'
        : 'an event is too large',
    gone: 'the connection has ended',
  };
  return words[obstacle];
}
