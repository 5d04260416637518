package io.livevisitors.device.compile;

import io.livevisitors.device.match.CharSet;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the part of {@link java.util.regex.Pattern}'s syntax that rules for User-Agents use: characters, escapes,
 * classes, groups, alternatives, greedy and lazy repetition, {@code ^ $ \b \B}, look-ahead. Anything else is refused, so
 * that no rule is taken for something that it is not.
 */
final class RegexParser {

    private static final CharSet DIGITS = CharSet.range('0', '9');
    private static final CharSet WORD =
            DIGITS.or(CharSet.range('a', 'z')).or(CharSet.range('A', 'Z')).or(CharSet.of('_'));
    private static final CharSet SPACE = CharSet.range('\t', '\r').or(CharSet.of(' '));

    private final String source;
    private final boolean anyCase;
    private int at;
    private int groups;

    private RegexParser(String source, boolean anyCase) {
        this.source = source;
        this.anyCase = anyCase;
    }

    /**
     * The tree of an expression.
     *
     * @param anyCase whether ASCII letters stand for both cases
     * @throws IllegalArgumentException if it is not of this syntax, naming the place
     */
    static Regex parse(String source, boolean anyCase) {
        RegexParser parser = new RegexParser(source, anyCase);
        Regex regex = parser.choice();
        if (parser.at < source.length()) {
            throw parser.refuse("an unmatched )");
        }
        return regex;
    }

    private Regex choice() {
        List<Regex> branches = new ArrayList<>();
        branches.add(sequence());
        while (accept('|')) {
            branches.add(sequence());
        }
        return branches.size() == 1 ? branches.get(0) : new Regex.Choice(List.copyOf(branches));
    }

    private Regex sequence() {
        List<Regex> parts = new ArrayList<>();
        while (at < source.length() && source.charAt(at) != '|' && source.charAt(at) != ')') {
            parts.add(repeated(atom()));
        }
        return parts.size() == 1 ? parts.get(0) : new Regex.Sequence(List.copyOf(parts));
    }

    private Regex repeated(Regex body) {
        Regex regex = body;
        while (at < source.length()) {
            int least;
            int most;
            if (accept('*')) {
                least = 0;
                most = -1;
            } else if (accept('+')) {
                least = 1;
                most = -1;
            } else if (accept('?')) {
                least = 0;
                most = 1;
            } else if (accept('{')) {
                least = number();
                most = accept(',') ? isNext('}') ? -1 : number() : least;
                expect('}');
                if (most >= 0 && most < least) {
                    throw refuse("a repetition of at most less than at least");
                }
            } else {
                return regex;
            }
            if (!regex.equals(body)) {
                throw refuse("a repetition of a repetition");
            }
            if (regex instanceof Regex.Edge || regex instanceof Regex.Look) {
                throw refuse("a repetition of a place");
            }
            if (most != 1 && Regex.canBeEmpty(regex)) {
                throw refuse("a repetition of what can be empty");
            }
            boolean lazy = accept('?');
            if (!lazy && at < source.length() && source.charAt(at) == '+') {
                throw refuse("a possessive repetition");
            }
            regex = new Regex.Repeat(regex, least, most, !lazy);
        }
        return regex;
    }

    private Regex atom() {
        char c = next();
        return switch (c) {
            case '(' -> group();
            case '[' -> new Regex.One(characterClass());
            case '.' -> new Regex.One(CharSet.DOT);
            case '^' -> Regex.Edge.BEGIN;
            case '$' -> Regex.Edge.END;
            case '\\' -> escape();
            case '*', '+', '?', '{' -> throw refuse("nothing to repeat");
            default -> new Regex.One(literal(c));
        };
    }

    private Regex group() {
        Regex body;
        if (accept('?')) {
            char kind = next();
            body = switch (kind) {
                case ':' -> choice();
                case '=' -> lookAhead(false);
                case '!' -> lookAhead(true);
                default -> throw refuse("a group of an unknown kind");
            };
        } else {
            int number = ++groups;
            body = new Regex.Group(choice(), number);
        }
        expect(')');
        return body;
    }

    private Regex lookAhead(boolean negative) {
        int before = groups;
        Regex body = choice();
        if (groups > before) {
            throw refuse("a group within a look-ahead");
        }
        return new Regex.Look(body, negative);
    }

    private Regex escape() {
        char c = next();
        return switch (c) {
            case 'b' -> Regex.Edge.WORD_EDGE;
            case 'B' -> Regex.Edge.NO_WORD_EDGE;
            default -> new Regex.One(escapedSet(c));
        };
    }

    private CharSet escapedSet(char c) {
        return switch (c) {
            case 'd' -> DIGITS;
            case 'D' -> DIGITS.not();
            case 'w' -> WORD;
            case 'W' -> WORD.not();
            case 's' -> SPACE;
            case 'S' -> SPACE.not();
            case 't' -> CharSet.of('\t');
            case 'n' -> CharSet.of('\n');
            case 'r' -> CharSet.of('\r');
            default -> {
                if (Character.isLetterOrDigit(c)) {
                    throw refuse("an escape that is not known");
                }
                yield literal(c);
            }
        };
    }

    private CharSet characterClass() {
        boolean negated = accept('^');
        CharSet set = CharSet.NONE;
        boolean first = true;
        while (first || !isNext(']')) {
            first = false;
            char c = next();
            if (c == '[' || (c == '&' && source.startsWith("&", at))) {
                throw refuse("a class within a class");
            }
            boolean isEscape = c == '\\';
            char from = isEscape ? next() : c;
            CharSet item = isEscape ? escapedSet(from) : literal(from);
            if (isNext('-') && !source.startsWith("-]", at)) {
                if (isEscape && Character.isLetter(from)) {
                    throw refuse("a range that begins with a class");
                }
                at++;
                char to = next();
                item = cased(CharSet.range(from, to == '\\' ? escapedRangeEnd() : to));
            }
            set = set.or(item);
        }
        at++;
        return negated ? set.not() : set;
    }

    private char escapedRangeEnd() {
        char c = next();
        if (Character.isLetterOrDigit(c)) {
            throw refuse("a range that ends with a class");
        }
        return c;
    }

    private CharSet literal(char c) {
        if (c > 127) {
            throw refuse("a character beyond ASCII");
        }
        return cased(CharSet.of(c));
    }

    private CharSet cased(CharSet set) {
        return anyCase ? set.inEitherCase() : set;
    }

    private int number() {
        int start = at;
        while (at < source.length() && Character.isDigit(source.charAt(at))) {
            at++;
        }
        if (start == at) {
            throw refuse("a number is missing");
        }
        return Integer.parseInt(source.substring(start, at));
    }

    private char next() {
        if (at == source.length()) {
            throw refuse("something is missing at the end,");
        }
        return source.charAt(at++);
    }

    private boolean isNext(char c) {
        return at < source.length() && source.charAt(at) == c;
    }

    private boolean accept(char c) {
        boolean here = isNext(c);
        if (here) {
            at++;
        }
        return here;
    }

    private void expect(char c) {
        if (!accept(c)) {
            throw refuse("a " + c + " is missing");
        }
    }

    private IllegalArgumentException refuse(String what) {
        return new IllegalArgumentException(what + " at character " + at + " of the expression " + source);
    }
}
