package io.livevisitors.device.compile;

import io.livevisitors.device.match.CharSet;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes an expression apart into alternatives, one of which is found where the expression is found. Where and with which
 * groups is lost, so it serves for questions that are answered with yes or no.
 */
final class Alternatives {

    /** Alternatives that one sequence is multiplied out to. */
    private static final int MAX_PRODUCT = 128;

    private Alternatives() {}

    /** The alternatives, of which one or more are found if and only if the expression is. */
    static List<Regex> of(Regex regex) {
        if (regex instanceof Regex.Choice choice) {
            return choice.branches().stream()
                    .flatMap(branch -> of(branch).stream())
                    .toList();
        }
        if (regex instanceof Regex.Group group) {
            return of(group.body());
        }
        return regex instanceof Regex.Sequence sequence ? ofSequence(sequence.parts()) : List.of(regex);
    }

    private static List<Regex> ofSequence(List<Regex> parts) {
        List<List<Regex>> products = List.of(List.of());
        for (Regex part : parts) {
            List<Regex> alternatives = of(part);
            List<Regex> taken = products.size() * alternatives.size() <= MAX_PRODUCT ? alternatives : List.of(part);
            products = products.stream()
                    .flatMap(head -> taken.stream().map(tail -> joined(head, tail)))
                    .toList();
        }
        return products.stream().<Regex>map(Regex.Sequence::new).toList();
    }

    private static List<Regex> joined(List<Regex> head, Regex tail) {
        List<Regex> all = new ArrayList<>(head);
        if (tail instanceof Regex.Sequence sequence) {
            all.addAll(sequence.parts());
        } else {
            all.add(tail);
        }
        return List.copyOf(all);
    }

    /** The text in lower case that an expression stands for in any case; empty if it stands for anything else. */
    static String literal(Regex regex) {
        List<Regex> parts = regex instanceof Regex.Sequence sequence ? sequence.parts() : List.of(regex);
        StringBuilder literal = new StringBuilder();
        for (Regex part : parts) {
            CharSet set = part instanceof Regex.One one ? one.set() : CharSet.NONE;
            int last = set.ascii().max().orElse(-1);
            if (last < 0 || !set.equals(CharSet.of((char) last).inEitherCase())) {
                return "";
            }
            literal.append((char) last);
        }
        return literal.toString();
    }
}
