import type { Exchange } from './exchange.ts';
import { fieldOf, hasWord } from './head.ts';
import type { Head } from './head.ts';
import type { Channel, ChannelListener, Lane } from './channel.ts';
import type { Channels } from './channels.ts';
import type { Framing } from './reader.ts';
import type { WireSink } from './sink.ts';
import { SocketChannel } from './socket-channel.ts';
import { SocketCopy } from './socket-copy.ts';
import { StreamChannel } from './stream-channel.ts';

export interface ChannelPlace {
  readonly sink: WireSink;
  readonly channels: Channels;
  readonly lane: Lane;
}

/** @param answer the head of the answer that switched to the protocol */
export function openSocket(
  { sink, channels, lane }: ChannelPlace,
  exchange: Exchange,
  answer: Head,
): { readonly channel: SocketChannel; readonly copy: SocketCopy } {
  const number = sink.next();
  const extensions = fieldOf(answer, 'sec-websocket-extensions') ?? '';
  const remembers = /permessage-deflate/iu.test(extensions) && !/server_no_context_takeover/iu.test(extensions);
  const listener = listenerOf(sink, channels, { of: 'socket', number });
  const channel = new SocketChannel({ number, target: exchange.target, lane, listener, remembers });
  channels.add(channel);
  return { channel, copy: new SocketCopy(sink, { exchange, answer, number, reader: channel }) };
}

/** @param number of the stream in what the copy tells; undefined: it is not read */
export function openStream(
  { sink, channels, lane }: ChannelPlace,
  exchange: Exchange,
  answer: { readonly head: Head; readonly framing: Framing; readonly number: number | undefined },
): StreamChannel {
  const number = answer.number ?? sink.next();
  const { framing, head } = answer;
  const isCompressed =
    !hasWord(head, 'content-encoding', 'identity') && (fieldOf(head, 'content-encoding') ?? '') !== '';
  const listener = listenerOf(sink, channels, { of: 'stream', number });
  const channel = new StreamChannel({ number, target: exchange.target, lane, listener, framing, isCompressed });
  channels.add(channel);
  return channel;
}

function listenerOf(sink: WireSink, channels: Channels, channel: Pick<Channel, 'of' | 'number'>): ChannelListener {
  const { of, number } = channel;
  return {
    onWeather: (weather, state) =>
      sink.emit({ type: 'weather', of, number, tab: channels.tabOf(number), weather, state }),
    onInsertion: (text, event, state) =>
      sink.emit({ type: 'insertion', of, number, tab: channels.tabOf(number), text, event, state }),
  };
}
