import type { Weather, WeatherState } from '../../model/weather.ts';

/** What a channel may do with the two connections that it belongs to. */
export interface Lane {
  /** Writes to the browser. */
  write(bytes: Buffer): void;
  /** Stops both sides where they are, or lets them go on. */
  hold(isHeld: boolean): void;
  /** Ends the connection to the browser as the server has ended its own. */
  end(): void;
  /** Of an answer in chunks: whether the next byte of the server begins one. */
  isBetweenChunks(): boolean;
  /** Ends both connections, with nothing said. */
  cut(): void;
}

/** Told when it is done, or why it is not. */
export interface ChannelListener {
  readonly onWeather: (weather: Weather, state: WeatherState) => void;
  readonly onInsertion: (text: string, event: string, state: WeatherState) => void;
}

/** What goes from the server to the browser on one WebSocket or one event stream. It goes through as it came, until a person changes something. */
export interface Channel {
  readonly of: 'socket' | 'stream';
  /** No other WebSocket or stream has it. */
  readonly number: number;
  /** Path and query. */
  readonly target: string;
  /** Whether nothing goes through now. */
  readonly isFrozen: boolean;
  /** Sends a text to the browser as soon as no message or event of the server is on its way. @param event name of an event; '' for the last one's */
  send(text: string, event: string): void;
  change(weather: Weather): void;
}

/** Bytes that wait for a delay to be over; with more of them it is over at once. */
export const MOST_HELD = 8 * 1024 * 1024;
