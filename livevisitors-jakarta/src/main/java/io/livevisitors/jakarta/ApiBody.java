package io.livevisitors.jakarta;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A JSON object that a backend sent, whose members are asked for by name and type. A member that is null is absent. */
final class ApiBody {

    private final JsonNode object;
    private final String where;

    private ApiBody(JsonNode object, String where) {
        this.object = object;
        this.where = where;
    }

    /** @throws ApiException 400 if it is no JSON, 422 if it is no object */
    static ApiBody of(byte[] body) throws ApiException {
        JsonNode tree = PusherCodec.tree(body);
        if (tree == null) {
            throw new ApiException(400, "invalid_json", null, "the body is no JSON in UTF-8");
        }
        if (!tree.isObject()) {
            throw ApiException.invalid("body", "use a JSON object");
        }
        return new ApiBody(tree, "");
    }

    /** The member's name, with where it is, for people. */
    String field(String name) {
        return where + name;
    }

    /** The text of that name; null if it is absent. */
    @Nullable String text(String name) throws ApiException {
        JsonNode value = member(name);
        if (value != null && !value.isTextual()) {
            throw ApiException.invalid(field(name), "use a string");
        }
        return value == null ? null : value.textValue();
    }

    /** The text of that name, which must be there. */
    String requiredText(String name) throws ApiException {
        String text = text(name);
        if (text == null) {
            throw ApiException.invalid(field(name), "is missing; use a string");
        }
        return text;
    }

    /** The texts of that name; null if it is absent. */
    @Nullable List<String> texts(String name) throws ApiException {
        JsonNode value = member(name);
        if (value == null) {
            return null;
        }
        if (!value.isArray()) {
            throw ApiException.invalid(field(name), "use an array of strings");
        }
        List<String> texts = new ArrayList<>(value.size());
        for (JsonNode element : value) {
            if (!element.isTextual()) {
                throw ApiException.invalid(field(name), "use an array of strings");
            }
            texts.add(element.textValue());
        }
        return texts;
    }

    /** The objects of that name, which must be there. */
    List<ApiBody> requiredObjects(String name) throws ApiException {
        JsonNode value = member(name);
        if (value == null || !value.isArray()) {
            throw ApiException.invalid(field(name), value == null ? "is missing; use an array" : "use an array");
        }
        List<ApiBody> objects = new ArrayList<>(value.size());
        for (JsonNode element : value) {
            String place = field(name) + "[" + objects.size() + "]";
            if (!element.isObject()) {
                throw ApiException.invalid(place, "use a JSON object");
            }
            objects.add(new ApiBody(element, place + "."));
        }
        return objects;
    }

    private @Nullable JsonNode member(String name) {
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? null : value;
    }
}
