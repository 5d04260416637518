package io.livevisitors.presence;

/** One text by which visitors are counted or shown, kept once for all who share it. */
final class Name extends Ranking.Ranked {

    final String text;
    final int bytes;

    Name(String text) {
        this.text = text;
        this.bytes = TextBudget.bytes(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
