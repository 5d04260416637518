package io.livevisitors;

import io.livevisitors.device.Device;
import io.livevisitors.device.DeviceClassifier;
import io.livevisitors.device.DeviceHints;
import io.livevisitors.presence.Visit;
import io.livevisitors.privacy.Anonymizer;
import io.livevisitors.privacy.AnonymousVisit;
import io.livevisitors.privacy.Networks;
import io.livevisitors.privacy.Pseudonym;
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
     * Where a request comes from. Lives for the length of one call.
     *
     * @param ip the address as text
     * @param country what the CDN says of it; null if nothing
     * @param address a number that stands for the address in the rate limits
     * @param network a number that stands for its network
     */
    record Sender(String ip, @Nullable String country, long address, long network) {

        /** The numbers alone: what is raw must not reach a log by way of a message. */
        @Override
        public String toString() {
            return "Sender[address=" + address + ", network=" + network + "]";
        }
    }

    /**
     * The events of one request after everything was forgotten but the device.
     *
     * @param who for each beacon, in order
     */
    record Anonymous(List<Beacon> beacons, List<AnonymousVisit> who) {}

    /** Who sent a request that begins with this beacon. */
    Sender sender(ClientRequest request, Beacon first) {
        InetAddress named = namedInBody(request, first);
        String ip = named == null ? proxies.client(request) : named.getHostAddress();
        // Who speaks for others is not where they are.
        String country = named == null ? countryHeader.country(request) : null;
        return new Sender(ip, country, rates.address(ip), rates.network(ip));
    }

    /** The pseudonym of a beacon's tab, and nothing else of it: takes the same short time whatever its texts are. */
    @Nullable Pseudonym tab(String pixelId, Sender sender, Beacon beacon) {
        return beacon.tabId() == null
                ? null
                : anonymizer
                        .anonymize(new RawVisit(
                                pixelId, null, null, null, sender.ip(), null, null, beacon.tabId(), null, null, null))
                        .tab();
    }

    /**
     * These beacons under pseudonyms; those of dropped pages are left out. The device is looked at once the rates allow.
     */
    Anonymous forget(ClientRequest request, String pixelId, Sender sender, List<Beacon> beacons) {
        List<Beacon> kept = new ArrayList<>(beacons.size());
        List<AnonymousVisit> who = new ArrayList<>(beacons.size());
        String userAgent = request.header("User-Agent");
        for (Beacon beacon : beacons) {
            AnonymousVisit visit = anonymizer.anonymize(new RawVisit(
                    pixelId,
                    beacon.pageUrl(),
                    beacon.pageTitle(),
                    beacon.referrer(),
                    sender.ip(),
                    userAgent,
                    beacon.visitorToken(),
                    beacon.tabId(),
                    beacon.language() != null ? beacon.language() : acceptedLanguage(request),
                    beacon.timezone(),
                    sender.country()));
            AnonymousVisit shown = pages.map(beacon, visit);
            if (shown != null) {
                kept.add(beacon);
                who.add(shown);
            }
        }
        return new Anonymous(kept, who);
    }

    /** The visits: the same events with the device that the request and its first beacon speak of. */
    List<Visit> visits(ClientRequest request, Sender sender, Anonymous anonymous, PageViewSource source) {
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
                    sender.network(),
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
