package io.livevisitors.jakarta;

/**
 * A user of a presence channel, as the signed {@code channel_data} says.
 *
 * @param id who, as text: what tells members apart
 * @param idJson the same as JSON, a string or a number as the backend wrote it
 * @param infoJson what the other members see, JSON; {@code {}} if nothing was said
 */
record Member(String id, String idJson, String infoJson) {

    /** {@code data} of {@code pusher_internal:member_added}. */
    String addedJson() {
        return "{\"user_id\":" + idJson + ",\"user_info\":" + infoJson + "}";
    }

    /** {@code data} of {@code pusher_internal:member_removed}. */
    String removedJson() {
        return "{\"user_id\":" + idJson + "}";
    }

    /** Bytes that it takes in the list of members, about. */
    int bytes() {
        return 2 * Utf8.length(idJson) + Utf8.length(infoJson) + 8;
    }
}
