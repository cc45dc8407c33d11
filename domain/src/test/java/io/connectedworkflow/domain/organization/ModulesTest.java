package io.connectedworkflow.domain.organization;

import static io.connectedworkflow.domain.organization.TestOrganization.CONTACTS;
import static io.connectedworkflow.domain.organization.TestOrganization.DEALS;
import static io.connectedworkflow.domain.organization.TestOrganization.LEADS;
import static io.connectedworkflow.domain.organization.TestOrganization.MODULES;
import static io.connectedworkflow.domain.organization.TestOrganization.NOTES;
import static io.connectedworkflow.domain.refusal.Refusals.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.connectedworkflow.domain.refusal.FieldPath;
import io.connectedworkflow.domain.refusal.Item;
import io.connectedworkflow.domain.refusal.Refusal.Ambiguous;
import io.connectedworkflow.domain.refusal.Refusal.ModuleInvalid;
import io.connectedworkflow.domain.refusal.Refusal.OneOfMissing;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which module a request means. */
class ModulesTest {

    private static final FieldPath AT = FieldPath.of("nodes").index(2).key("module");
    private static final FieldPath API_NAME = FieldPath.of("nodes[2].module.api_name");
    private static final FieldPath ID = FieldPath.of("nodes[2].module.id");

    private static CrmModule supported(@Nullable String apiName, @Nullable String id) {
        return MODULES.supported(new ModuleReference(apiName, id), AT);
    }

    @Test
    void finds_a_module_by_api_name() {
        assertThat(supported("Contacts", null)).isEqualTo(CONTACTS);
    }

    @Test
    void finds_a_module_by_id() {
        assertThat(supported(null, CONTACTS.id())).isEqualTo(CONTACTS);
    }

    @Test
    void finds_a_module_by_both_when_they_agree() {
        assertThat(supported("Contacts", CONTACTS.id())).isEqualTo(CONTACTS);
    }

    @Test
    void wants_at_least_one_key() {
        assertThat(refusalOf(() -> supported(null, null))).isEqualTo(new OneOfMissing(List.of(API_NAME, ID)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Unknown", "contacts", "CONTACTS", "Contacts ", "", "4876876000000002179"})
    void refuses_what_is_not_exactly_an_api_name(String apiName) {
        assertThat(refusalOf(() -> supported(apiName, null))).isEqualTo(new ModuleInvalid(API_NAME));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "04876876000000002179", "4876876000000002179 ", "", "Contacts"})
    void refuses_what_is_not_exactly_an_id(String id) {
        assertThat(refusalOf(() -> supported(null, id))).isEqualTo(new ModuleInvalid(ID));
    }

    @Test
    void refuses_a_module_without_connected_workflows_by_api_name() {
        assertThat(refusalOf(() -> supported("Notes", null))).isEqualTo(new ModuleInvalid(API_NAME));
    }

    @Test
    void refuses_a_module_without_connected_workflows_by_id() {
        assertThat(refusalOf(() -> supported(null, NOTES.id()))).isEqualTo(new ModuleInvalid(ID));
    }

    @Test
    void does_not_let_one_key_make_up_for_the_other() {
        assertThat(refusalOf(() -> supported("Contacts", "1"))).isEqualTo(new ModuleInvalid(ID));
        assertThat(refusalOf(() -> supported("Unknown", CONTACTS.id()))).isEqualTo(new ModuleInvalid(API_NAME));
    }

    @Test
    void looks_at_the_api_name_before_the_id() {
        assertThat(refusalOf(() -> supported("Unknown", "1"))).isEqualTo(new ModuleInvalid(API_NAME));
    }

    @Test
    void refuses_two_keys_that_name_different_modules() {
        assertThat(refusalOf(() -> supported("Contacts", LEADS.id())))
                .isEqualTo(new Ambiguous(List.of(ID, API_NAME)));
    }

    @Test
    void calls_two_keys_ambiguous_only_when_each_is_valid() {
        assertThat(refusalOf(() -> supported("Notes", LEADS.id()))).isEqualTo(new ModuleInvalid(API_NAME));
        assertThat(refusalOf(() -> supported("Contacts", NOTES.id()))).isEqualTo(new ModuleInvalid(ID));
    }

    @Test
    void lists_modules_in_the_order_in_which_they_were_given() {
        assertThat(MODULES.all()).containsExactly(LEADS, CONTACTS, DEALS, NOTES);
    }

    @Test
    void is_named_in_a_request_by_the_keys_that_are_given() {
        var named = ModuleReference.named("Contacts");

        assertThat(named.fields()).containsOnly(entry("api_name", "Contacts"), entry("id", null));
        assertThat(ModuleReference.of(Item.of(named.fields(), AT))).isEqualTo(named);
    }

    @Test
    void lists_modules_that_are_not_supported_too() {
        assertThat(MODULES.withId(NOTES.id())).contains(NOTES);
        assertThat(MODULES.withId("1")).isEmpty();
    }
}
