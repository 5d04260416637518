package io.livevisitors;

import io.livevisitors.device.Device;
import io.livevisitors.device.DeviceClassifier;
import io.livevisitors.device.DeviceHints;
import io.livevisitors.presence.Visit;
import io.livevisitors.privacy.Anonymizer;
import io.livevisitors.privacy.AnonymousVisit;
import io.livevisitors.privacy.Networks;
import io.livevisitors.privacy.RawVisit;
import io.livevisitors.web.ClientRequest;
import io.livevisitors.web.PageViewSource;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns beacons into visits: who, with which device, from which network. Here addresses and User-Agents end. Stateless;
 * thread-safe.
 */
final class Recogniser {

    private final DeviceClassifier classifier;
    private final Anonymizer anonymizer;
    private final PageMapping pages;
    private final TrustedProxies proxies;
    private final CountryHeader countryHeader;
    private final RateLimits rates;
    private final SpamReferrers spam;

    Recogniser(
            DeviceClassifier classifier,
            Anonymizer anonymizer,
            PageMapping pages,
            TrustedProxies proxies,
            CountryHeader countryHeader,
            RateLimits rates,
            SpamReferrers spam) {
        this.classifier = classifier;
        this.anonymizer = anonymizer;
        this.pages = pages;
        this.proxies = proxies;
        this.countryHeader = countryHeader;
        this.rates = rates;
        this.spam = spam;
    }

    /**
     * The events of one request after everything was forgotten but the device.
     *
     * @param who for each beacon, in order
     * @param address a number that stands for the sender's address in the rate limits
     * @param network a number that stands for the sender's network
     */
    record Anonymous(List<Beacon> beacons, List<AnonymousVisit> who, long address, long network) {}

    /**
     * Who sent these beacons, under a pseudonym; beacons of dropped pages are left out. Cheap; the device is looked at once
     * the rates allow.
     */
    Anonymous forget(ClientRequest request, String pixelId, List<Beacon> beacons) {
        InetAddress named = namedInBody(request, beacons.get(0));
        String address = named == null ? proxies.client(request) : named.getHostAddress();
        // Who speaks for others is not where they are.
        String country = named == null ? countryHeader.country(request) : null;
        List<Beacon> kept = new ArrayList<>(beacons.size());
        List<AnonymousVisit> who = new ArrayList<>(beacons.size());
        for (Beacon beacon : beacons) {
            AnonymousVisit visit = anonymizer.anonymize(new RawVisit(
                    pixelId,
                    beacon.pageUrl(),
                    beacon.pageTitle(),
                    beacon.referrer(),
                    address,
                    request.header("User-Agent"),
                    beacon.visitorToken(),
                    beacon.tabId(),
                    beacon.language() != null ? beacon.language() : acceptedLanguage(request),
                    beacon.timezone(),
                    country));
            AnonymousVisit shown = pages.map(beacon, visit);
            if (shown != null) {
                kept.add(beacon);
                who.add(shown);
            }
        }
        return new Anonymous(kept, who, rates.address(address), rates.network(address));
    }

    /** The visits: the same events with the device that the request and its first beacon speak of. */
    List<Visit> visits(ClientRequest request, Anonymous anonymous, PageViewSource source) {
        Device device = classifier.classify(hints(request, anonymous.beacons().get(0)));
        List<Visit> visits = new ArrayList<>(anonymous.beacons().size());
        for (int i = 0; i < anonymous.beacons().size(); i++) {
            Beacon beacon = anonymous.beacons().get(i);
            visits.add(new Visit(
                    beacon.type(),
                    beacon.eventName(),
                    beacon.customData(),
                    anonymous.who().get(i),
                    beacon.visitorToken() != null,
                    device,
                    source,
                    beacon.seq(),
                    beacon.hidden(),
                    beacon.timeOnPage(),
                    beacon.scrollDepth(),
                    anonymous.network(),
                    spam.isSpam(beacon.referrer(), beacon.pageUrl())));
        }
        return visits;
    }

    /** The client's address, if a trusted proxy names it in the body, as a backend does that reports for others. */
    private @Nullable InetAddress namedInBody(ClientRequest request, Beacon beacon) {
        return beacon.clientIp() != null && proxies.isPeerTrusted(request) ? Networks.parse(beacon.clientIp()) : null;
    }

    private static DeviceHints hints(ClientRequest request, Beacon beacon) {
        return new DeviceHints(
                request.header("User-Agent"),
                request.header("Sec-CH-UA"),
                request.header("Sec-CH-UA-Mobile"),
                request.header("Sec-CH-UA-Platform"),
                request.header("Sec-CH-UA-Model"),
                request.header("Sec-CH-UA-Form-Factors"),
                request.header("X-Requested-With"),
                beacon.maxTouchPoints(),
                beacon.screen(),
                beacon.platform(),
                beacon.webdriver());
    }

    /** The first language of {@code Accept-Language} (RFC 9110, section 12.5.4); null if none is named. */
    private static @Nullable String acceptedLanguage(ClientRequest request) {
        String header = request.header("Accept-Language");
        if (header == null) {
            return null;
        }
        String first = header.split("[,;]", 2)[0].strip();
        return first.isEmpty() || first.length() > 35 || first.equals("*") ? null : first;
    }
}
