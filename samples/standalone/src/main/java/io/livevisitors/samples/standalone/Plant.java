package io.livevisitors.samples.standalone;

import java.util.List;

/**
 * Something the shop would sell if it existed.
 *
 * @param slug its name in paths and of its picture
 * @param name what people call it
 * @param latin what botanists call it
 * @param origin where it grows by itself
 * @param light where it likes to stand
 * @param water how often it drinks
 * @param cents price in euro cents
 * @param tone colour behind its picture, a class of the style sheet
 * @param story two sentences to fall for
 */
record Plant(
        String slug,
        String name,
        String latin,
        String origin,
        String light,
        String water,
        int cents,
        String tone,
        String story) {

    /** The whole range, in the order of the shelves. */
    static final List<Plant> ALL = List.of(
            new Plant(
                    "monstera",
                    "Monstera",
                    "Monstera deliciosa",
                    "Oaxaca",
                    "Bright, out of the midday sun",
                    "Once a week, less in winter",
                    3400,
                    "sage",
                    "Leaves the size of a dinner plate, with holes so that the rain gets through to its lower ones. It will outgrow"
                            + " the corner you planned for it, and then the room."),
            new Plant(
                    "fern",
                    "Boston fern",
                    "Nephrolepis exaltata",
                    "the Everglades",
                    "Shade, or a window to the north",
                    "Little and often; mist it on dry days",
                    1900,
                    "sea",
                    "Older than flowers, and it has never seen the need for one. Give it a bathroom and it will think it is"
                            + " back in the swamp."),
            new Plant(
                    "cactus",
                    "Bunny-ear cactus",
                    "Opuntia microdasys",
                    "Chihuahua",
                    "All the sun you have",
                    "Every three weeks; never from November to March",
                    1450,
                    "sand",
                    "Looks like something to cuddle, and is not. The perfect companion for people who travel, and for"
                            + " people who forget."),
            new Plant(
                    "string-of-pearls",
                    "String of pearls",
                    "Curio rowleyanus",
                    "the Eastern Cape",
                    "Bright, with some morning sun",
                    "Every two weeks, from below",
                    2250,
                    "rose",
                    "Each pearl is a leaf with a window in it, to let the light reach the inside. Hang it high, where the"
                            + " cat gave up."),
            new Plant(
                    "snake-plant",
                    "Snake plant",
                    "Dracaena trifasciata",
                    "the Niger delta",
                    "Anywhere, even in the hallway",
                    "Once a month is plenty",
                    2600,
                    "sand",
                    "Breathes by night, thrives on neglect, and has survived more office moves than the coffee machine. A"
                            + " plant for a first flat."),
            new Plant(
                    "pilea",
                    "Pilea",
                    "Pilea peperomioides",
                    "Yunnan",
                    "Bright; turn it now and then",
                    "When its coins begin to droop",
                    1700,
                    "sea",
                    "A missionary carried one to Norway in 1946, and from there it went from friend to friend as cuttings. Yours"
                            + " will have children too; pass them on."));

    /** The price as the shop writes it, for example {@code 14.50}. */
    String price() {
        return cents / 100 + "." + (cents % 100 < 10 ? "0" : "") + cents % 100;
    }
}
