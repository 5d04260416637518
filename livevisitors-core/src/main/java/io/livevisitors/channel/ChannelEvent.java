package io.livevisitors.channel;

/**
 * Something that happened on the host's sockets and channels. Immutable. The events of one channel come in the order in
 * which they happened: {@link ChannelOccupied}, {@link Subscribed}, {@link MemberAdded}; {@link Unsubscribed},
 * {@link MemberRemoved}, {@link ChannelVacated}. Those of one connection come between its {@link ConnectionOpened} and
 * its {@link ConnectionClosed}.
 *
 * @see <a href="https://pusher.com/docs/channels/server_api/webhooks/">Pusher: webhooks, which tell the same over HTTP</a>
 */
public sealed interface ChannelEvent
        permits ConnectionOpened,
                ConnectionClosed,
                Subscribed,
                Unsubscribed,
                ChannelOccupied,
                ChannelVacated,
                MemberAdded,
                MemberRemoved,
                ClientEvent {}
