package io.livevisitors.jakarta;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A connection's places are found by the channel's name, one for each channel. */
class PlacesTest {

    private final Readers readers = new Readers();
    private final Places places = new Places();

    @AfterEach
    void close() {
        readers.close();
    }

    @Test
    void aPlaceIsFoundByTheWholeNameOfItsChannel() {
        Reader news = readers.make("private-news");
        Reader weather = readers.make("weather");
        places.put(news);
        places.put(weather);
        assertThat(places.find("private-news")).isSameAs(news);
        assertThat(places.find("weather")).isSameAs(weather);
        assertThat(places.find("news")).isNull();
        assertThat(places.size()).isEqualTo(2);
    }

    @Test
    void withoutPlacesNothingIsFoundAndNothingTakenAway() {
        assertThat(places.find("news")).isNull();
        assertThat(places.remove("news")).isNull();
        assertThat(places.all()).isEmpty();
        assertThat(places.size()).isZero();
    }

    @Test
    void aSecondPlaceInAChannelReplacesTheFirst() {
        Reader first = readers.make("news");
        Reader weather = readers.make("weather");
        Reader second = readers.make("news");
        places.put(first);
        places.put(weather);
        places.put(second);
        assertThat(places.find("news")).isSameAs(second);
        assertThat(places.all()).containsExactlyInAnyOrder(weather, second);
    }

    @Test
    void onlyThePlaceThatIsNamedIsTakenAwayAndOnlyOnce() {
        Reader news = readers.make("news");
        Reader weather = readers.make("weather");
        Reader sport = readers.make("sport");
        List.of(news, weather, sport).forEach(places::put);
        assertThat(places.remove("weather")).isSameAs(weather);
        assertThat(places.remove("weather")).isNull();
        assertThat(places.all()).containsExactly(news, sport);
    }

    @Test
    void whoeverGoesThroughAllPlacesMayTakeThemAway() {
        places.put(readers.make("news"));
        places.put(readers.make("weather"));
        places.all().forEach(reader -> places.remove(reader.channel.name.full()));
        assertThat(places.size()).isZero();
    }
}
