package io.connectedworkflow.infrastructure.web;

import io.connectedworkflow.domain.refusal.Refusal.BodyUnreadable;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/** How a body is packed, as the header Content-Encoding says: not at all, or by gzip, once. */
final class ContentCoding {

    private static final String NAME = "Content-Encoding";
    private static final Set<String> GZIP = Set.of("gzip", "x-gzip");

    private ContentCoding() {}

    /**
     * What was packed, or its beginning: nothing is unpacked beyond that. Refused with {@link BodyUnreadable} where it is not
     * whole. Other codings are not known, and the body is read as it was sent.
     *
     * @param length how many bytes are wanted, at most
     */
    static byte[] decode(HttpServletRequest request, byte[] body, int length) {
        var codings = codings(request);
        if (codings.size() != 1 || !GZIP.contains(codings.getFirst()) || !isPacked(body)) {
            return body;
        }
        try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(body))) {
            var content = unpacked.readNBytes(length);
            RequestMemory.takeForBody(content.length);
            return content;
        } catch (IOException damaged) {
            throw new BodyUnreadable().asException();
        }
    }

    // Some clients send the header with a body that is not packed, and JSON never begins as gzip does.
    private static boolean isPacked(byte[] body) {
        return body.length > 1 && body[0] == 0x1F && body[1] == (byte) 0x8B;
    }

    private static List<String> codings(HttpServletRequest request) {
        return Collections.list(request.getHeaders(NAME)).stream().flatMap(header -> Arrays.stream(header.split(",")))
                .map(coding -> coding.strip().toLowerCase(Locale.ROOT))
                .filter(coding -> !coding.isEmpty() && !coding.equals("identity")).toList();
    }
}
