package io.connectedworkflow.domain.rule;

import static io.connectedworkflow.domain.organization.TestOrganization.LEADS;

import io.connectedworkflow.domain.organization.CrmModule;
import io.connectedworkflow.domain.organization.CrmModule.Field;
import io.connectedworkflow.domain.organization.Modules;
import java.util.List;

/** Modules whose fields are listed, and one whose fields are not. */
final class TestFields {

    static final Field EMAIL = new Field("71", "Email", "E-mail", "email");
    static final Field AGE = new Field("72", "Age", null, "integer");
    static final Field HOBBIES = new Field("73", "Hobbies", null, "multiselectpicklist");
    static final Field BIRTHDAY = new Field(null, "Birthday", null, "date");
    static final Field AMOUNT = new Field("81", "Amount", null, "currency");

    static final CrmModule CONTACTS = new CrmModule("4876876000000002179", "Contacts", true,
            List.of(EMAIL, AGE, HOBBIES, BIRTHDAY));
    static final CrmModule DEALS = new CrmModule("4876876000000002181", "Deals", true, List.of(AMOUNT));
    static final Modules MODULES = new Modules(List.of(CONTACTS, DEALS, LEADS));

    static final ModuleFields LISTED = new ModuleFields(CONTACTS.fields());
    static final ModuleFields UNLISTED = new ModuleFields(LEADS.fields());

    private TestFields() {}
}
